with contracted_values as (
    select * from {{ source('contracts', 'contracted_values') }}
),

final as (
    select
        value_id,
        contract_id,
        due_on as due_text,
        amount as amount_text,
        {{ parse_decimal('amount') }} as amount_gbp,
        {{ is_latest_version('value_id', 'updated_at') }} as is_latest_version,
        {{ parse_date('due_on') }} as due_date,
        _load_id as load_id
    from contracted_values
)

select * from final
