with protected_observations as (
    select * from {{ ref('int_protected_observations') }}
),

cells as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        max(case when part = 'numerator' then shown_value end) as numerator,
        max(case when part = 'denominator' then shown_value end) as denominator
    from {{ ref('int_protected_cells') }}
    group by measure_id, organisation_unit_id, period_id
),

tables as (
    select * from {{ ref('int_protected_tables') }}
),

-- A level that is exempt is published as it is.
shown as (
    select
        protected_observations.measure_id,
        protected_observations.organisation_unit_id,
        protected_observations.period_id,
        protected_observations.disclosure_rule_id,
        protected_observations.value as exact_value,
        protected_observations.denominator as exact_denominator,
        cells.numerator,
        case protected_observations.denominator_kind
            when 'one' then 1
            when 'exact' then protected_observations.denominator
            else cells.denominator
        end as denominator,
        case protected_observations.table_place
            when 'deeper' then 'below_the_table'
            when 'total' then tables.total_reason
            else tables.units_reason
        end as table_reason
    from protected_observations
    left join cells using (measure_id, organisation_unit_id, period_id)
    left join tables using (measure_id, period_id)
    where not protected_observations.is_exempt
),

reasoned as (
    select
        *,
        case
            when exact_value is not null and (numerator is null or denominator is null)
                then 'no_parts'
            else table_reason
        end as suppression_reason
    from shown
),

-- What was never counted is not withheld either.
final as (
    select
        *,
        suppression_reason is not null
        and (exact_value is not null or coalesce(exact_denominator = 0, false))
            as is_suppressed
    from reasoned
)

select * from final
