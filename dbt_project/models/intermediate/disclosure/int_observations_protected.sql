with observations as (
    select * from {{ ref('int_observations') }}
),

protected_observations as (
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

measures as (
    select
        measure_id,
        scale
    from {{ ref('stg_reference__measures') }}
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

-- Nothing that follows sees any other number of a protected measure. Where nothing was
-- counted there is nothing to withhold: that keeps its own reason.
final as (
    select
        observations.measure_id,
        observations.organisation_unit_id,
        observations.period_id,
        case
            when reasoned.measure_id is null then observations.numerator
            when
                reasoned.suppression_reason is null
                and observations.numerator is not null
                then reasoned.numerator
        end as numerator,
        case
            when reasoned.measure_id is null then observations.denominator
            when reasoned.exact_denominator = 0 then 0
            when
                reasoned.suppression_reason is null
                and observations.denominator is not null
                then reasoned.denominator
        end as denominator,
        case
            when reasoned.measure_id is null then observations.value
            when
                reasoned.suppression_reason is null
                and reasoned.exact_value is not null
                then {{ divide(
                    'reasoned.numerator * measures.scale', 'reasoned.denominator'
                ) }}
        end as value,
        observations.return_status,
        reasoned.measure_id is not null
        and reasoned.suppression_reason is null as is_rounded,
        reasoned.suppression_reason is not null
        and reasoned.exact_value is not null as is_suppressed,
        case
            when reasoned.exact_value is not null then reasoned.suppression_reason
        end as suppression_reason,
        reasoned.disclosure_rule_id,
        observations.delivered_on_date,
        observations.load_id
    from observations
    inner join measures
        on observations.measure_id = measures.measure_id
    left join reasoned
        on
            observations.measure_id = reasoned.measure_id
            and observations.organisation_unit_id = reasoned.organisation_unit_id
            and observations.period_id = reasoned.period_id
)

select * from final
