with forecasts as (
    select * from {{ source('finance_ledger', 'forecasts') }}
),

final as (
    select
        forecast_id,
        cost_centre_code,
        approval_status,
        version as version_text,
        forecast_month as forecast_month_text,
        amount as amount_text,
        approved_on as approved_text,
        {{ count_or_null('version') }} as version_number,
        {{ parse_decimal('amount') }} as amount_gbp,
        {{ is_swept_away('forecast_id', source('finance_ledger', 'forecasts__keys')) }}
            as is_deleted,
        {{ is_latest_version('forecast_id', 'updated_at') }} as is_latest_version,
        {{ parse_date('forecast_month') }} as forecast_month_date,
        {{ parse_date('approved_on') }} as approved_date,
        _load_id as load_id
    from forecasts
)

select * from final
