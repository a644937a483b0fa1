with exceptions as (
    select * from {{ source('publications', 'exceptions') }}
),

final as (
    select
        publication_id,
        measure_id,
        organisation_unit_id,
        period_id,
        exception_rule_id,
        explanation,
        waiver_reason,
        cast(rule_version as integer) as rule_version,
        cast(is_waived as boolean) as is_waived,
        _load_id as load_id
    from exceptions
)

select * from final
