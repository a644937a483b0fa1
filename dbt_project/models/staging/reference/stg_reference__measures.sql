with measures as (
    select * from {{ ref('measures') }}
),

scorecards as (
    select
        scorecard_id,
        attainment_method,
        rag_profile_id
    from {{ ref('scorecards') }}
),

-- A measure without a profile or a method of its own takes its scorecard's.
final as (
    select
        measures.measure_id,
        measures.scorecard_id,
        measures.objective_id,
        measures.parent_measure_id,
        measures.measure_type,
        measures.measure_kind,
        measures.code,
        measures.name,
        measures.definition,
        measures.story,
        coalesce(measures.statement, measures.name || ' was {value}') as statement,
        measures.unit,
        coalesce(measures.scale, 1) as scale,
        measures.display_decimals,
        measures.aggregation,
        measures.direction,
        measures.movement_tolerance,
        measures.minimum_value,
        measures.maximum_value,
        measures.calendar,
        measures.frequency,
        measures.reporting_lag_days,
        measures.service,
        measures.source_system,
        measures.source_description,
        measures.population,
        measures.exclusions,
        measures.numerator_description,
        measures.denominator_description,
        measures.plan_type,
        measures.deliverable,
        measures.conditions,
        measures.level,
        measures.pathway,
        measures.ambition,
        measures.balancing_measure_id,
        case
            when measures.measure_kind in ('milestone', 'binary') then 'milestone'
            when measures.measure_kind = 'composite' then 'composite'
            else coalesce(measures.rag_profile_id, scorecards.rag_profile_id)
        end as rag_profile_id,
        coalesce(
            measures.attainment_method, scorecards.attainment_method
        ) as attainment_method,
        measures.printed_text,
        measures.note,
        measures.source_reference,
        measures.sort_order,
        coalesce(measures.is_part, false) as is_part,
        coalesce(measures.is_strict, false) as is_strict,
        coalesce(measures.is_bounded, false) as is_bounded,
        coalesce(measures.is_value_authoritative, false) as is_value_authoritative,
        coalesce(measures.is_illustrative, false) as is_illustrative
    from measures
    inner join scorecards
        on measures.scorecard_id = scorecards.scorecard_id
)

select * from final
