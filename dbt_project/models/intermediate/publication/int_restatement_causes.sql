{%- set keys = 'measure_id, organisation_unit_id, period_id' -%}

with published as (
    select * from {{ ref('int_published_rows') }}
    where
        not is_withheld
        and (is_value_restated or is_target_restated or is_status_restated)
),

-- The last change of an approved figure; a later return may only repeat it.
corrections as (
    select
        {{ keys }},
        restatement_reason_text as reason,
        received_at,
        row_number() over (
            partition by {{ keys }}
            order by received_at desc, load_id desc, file_name desc, row_number desc
        ) as recency
    from {{ ref('int_return_observations_judged') }}
    where rejection_rule_id is null and is_late_change
),

observations as (
    select
        {{ keys }},
        received_at
    from {{ ref('int_return_observations') }}
),

targets as (
    select * from {{ ref('int_target_versions') }}
),

rule_versions as (
    select * from {{ ref('int_rule_versions') }}
    where rule_kind = 'rag_profile'
),

loads as (
    select * from {{ ref('int_published_loads') }}
),

masks as (
    select * from {{ ref('int_text_masks') }}
),

final as (
    select
        published.*,
        {{ masked('corrections.reason') }} as correction_reason,
        corrections.received_at as corrected_at,
        case
            when observations.received_at >= published.known_before_at
                then observations.received_at
        end as returned_at,
        targets.reason as target_reason,
        targets.recorded_at as target_recorded_at,
        rule_versions.version as current_rule_version,
        rule_versions.reason as rule_reason,
        rule_versions.recorded_at as rule_recorded_at,
        loads.loaded_at,
        loads.loaded_source
    from published
    left join corrections
        on
            published.measure_id = corrections.measure_id
            and published.organisation_unit_id = corrections.organisation_unit_id
            and published.period_id = corrections.period_id
            and corrections.recency = 1
            and published.known_before_at <= corrections.received_at
    left join observations
        on
            published.measure_id = observations.measure_id
            and published.organisation_unit_id = observations.organisation_unit_id
            and published.period_id = observations.period_id
    left join targets
        on published.current_target_version_id = targets.target_version_id
    left join rule_versions
        on
            published.current_rag_profile_id = rule_versions.rule_id
            and {{ is_in_force('rule_versions', 'published.period_end_date') }}
    left join loads
        on
            published.publication_id = loads.publication_id
            and published.measure_id = loads.measure_id
            and published.organisation_unit_id = loads.organisation_unit_id
            and published.period_id = loads.period_id
    left join masks
        on published.measure_id = masks.measure_id
)

select * from final
