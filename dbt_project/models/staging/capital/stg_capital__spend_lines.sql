with spend_lines as (
    select * from {{ source('capital', 'spend_lines') }}
),

final as (
    select
        spend_id,
        project_id,
        spent_on as spent_text,
        amount as amount_text,
        {{ parse_decimal('amount') }} as amount_gbp,
        {{ is_swept_away('spend_id', source('capital', 'spend_lines__keys')) }}
            as is_deleted,
        {{ is_latest_version('spend_id', 'updated_at') }} as is_latest_version,
        {{ parse_date('spent_on') }} as spent_date,
        _load_id as load_id
    from spend_lines
)

select * from final
