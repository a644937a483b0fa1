with measures as (
    select * from {{ ref('stg_reference__measures') }}
),

units as (
    select
        unit,
        prefix,
        suffix
    from {{ ref('stg_reference__units') }}
),

measure_posts as (
    select
        measure_id,
        post_id,
        role,
        -- Several posts may share a role: the first one printed speaks for it here.
        row_number() over (
            partition by measure_id, role order by sort_order, post_id
        ) as role_rank
    from {{ ref('int_measure_owners') }}
    where is_current
),

posts as (
    select
        measure_id,
        max(case when role = 'lead' then post_id end) as lead_post_id,
        max(case when role = 'executive' then post_id end) as executive_post_id,
        max(case when role = 'data' then post_id end) as data_post_id
    from measure_posts
    where role_rank = 1
    group by measure_id
),

final as (
    select
        measures.measure_id,
        measures.scorecard_id,
        measures.objective_id,
        measures.parent_measure_id,
        measures.balancing_measure_id,
        posts.lead_post_id,
        posts.executive_post_id,
        posts.data_post_id,
        measures.rag_profile_id,
        measures.measure_type,
        measures.measure_kind,
        measures.code,
        measures.name,
        measures.definition,
        measures.story,
        measures.statement,
        measures.unit,
        units.prefix as unit_prefix,
        units.suffix as unit_suffix,
        measures.direction,
        measures.attainment_method,
        measures.aggregation,
        measures.calendar,
        measures.frequency,
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
        measures.printed_text,
        measures.note,
        measures.source_reference,
        measures.scale,
        measures.display_decimals,
        measures.movement_tolerance,
        measures.minimum_value,
        measures.maximum_value,
        measures.reporting_lag_days,
        measures.sort_order,
        measures.is_part,
        measures.is_strict,
        measures.is_bounded,
        measures.is_value_authoritative,
        measures.is_illustrative
    from measures
    left join units
        on measures.unit = units.unit
    left join posts
        on measures.measure_id = posts.measure_id
)

select * from final
