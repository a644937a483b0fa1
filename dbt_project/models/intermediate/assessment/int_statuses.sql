with single_statuses as (
    select * from {{ ref('int_single_statuses') }}
    where alternative_id is null
),

composite_statuses as (
    select * from {{ ref('int_composite_statuses') }}
),

movements as (
    select * from {{ ref('int_movements') }}
),

deterioration_runs as (
    select * from {{ ref('int_deterioration_runs') }}
),

rule_versions as (
    select * from {{ ref('int_rule_versions') }}
    where rule_kind = 'rag_profile'
),

-- A composite has a target while a part has one, and no figures of its own to compare.
judged as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        numerator,
        denominator,
        value,
        value_status,
        target_version_id,
        baseline_value,
        expected_value,
        target_value,
        target_lower_value,
        target_upper_value,
        deadline_date,
        variance,
        variance_pct,
        attainment_method,
        attainment,
        rag_profile_id,
        rag_status,
        rag_reason,
        is_met,
        is_overdue,
        target_version_id is not null as has_target,
        is_complete,
        period_start_date,
        period_end_date,
        due_date,
        load_id
    from single_statuses
    union all
    select
        measure_id,
        organisation_unit_id,
        period_id,
        numerator,
        denominator,
        value,
        value_status,
        cast(null as varchar) as target_version_id,
        cast(null as {{ type_decimal() }}) as baseline_value,
        cast(null as {{ type_decimal() }}) as expected_value,
        cast(null as {{ type_decimal() }}) as target_value,
        cast(null as {{ type_decimal() }}) as target_lower_value,
        cast(null as {{ type_decimal() }}) as target_upper_value,
        cast(null as date) as deadline_date,
        cast(null as {{ type_decimal() }}) as variance,
        cast(null as {{ type_decimal() }}) as variance_pct,
        cast(null as varchar) as attainment_method,
        attainment,
        rag_profile_id,
        rag_status,
        rag_reason,
        is_met,
        is_overdue,
        has_target,
        is_complete,
        period_start_date,
        period_end_date,
        due_date,
        cast(null as varchar) as load_id
    from composite_statuses
),

final as (
    select
        judged.*,
        rule_versions.version as rag_rule_version,
        movements.movement,
        movements.previous_value,
        movements.previous_period_id,
        coalesce(deterioration_runs.consecutive_deteriorations, 0)
            as consecutive_deteriorations
    from judged
    left join rule_versions
        on
            judged.rag_profile_id = rule_versions.rule_id
            and {{ is_in_force('rule_versions', 'judged.period_end_date') }}
    left join movements using (measure_id, organisation_unit_id, period_id)
    left join deterioration_runs using (measure_id, organisation_unit_id, period_id)
)

select * from final
