with observations as (
    select * from {{ ref('int_return_observations_judged') }}
),

-- A rejected row counts here when it says clearly enough which period it was meant for.
final as (
    select distinct
        measure_id,
        organisation_unit_id,
        period_id
    from observations
    where rejection_rule_id is not null and period_id is not null
)

select * from final
