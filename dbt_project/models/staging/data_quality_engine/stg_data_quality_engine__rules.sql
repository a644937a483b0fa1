with rules as (
    select * from {{ source('data_quality_engine', 'rules') }}
),

final as (
    select
        rule_id,
        dimension,
        rule_state,
        {{ is_latest_version('rule_id', 'updated_at') }} as is_latest_version,
        _load_id as load_id
    from rules
)

select * from final
