with rules as (
    select * from {{ ref('stg_reference__escalation_rules') }}
),

rule_versions as (
    select
        rule_id,
        version,
        valid_from_date,
        valid_to_date
    from {{ ref('int_rule_versions') }}
    where rule_kind = 'escalation_rule'
),

steps as (
    select * from {{ ref('stg_reference__escalation_steps') }}
),

supports as (
    select * from {{ ref('stg_reference__escalation_supports') }}
),

stages as (
    select
        rule_id,
        stage_order
    from {{ ref('stg_reference__escalation_stages') }}
),

support_lists as (
    select
        rule_id,
        version,
        {{ dbt.listagg("support", "'; '", "order by sort_order") }} as support
    from supports
    group by rule_id, version
),

-- What a step waits for to be replaced by the one above it.
superseding as (
    select
        rule_id,
        max(trigger_status) as superseding_status
    from rules
    group by rule_id
),

final as (
    select
        rules.rule_id,
        rules.version,
        rules.scorecard_id,
        rules.node_type,
        rules.stage,
        stages.stage_order,
        rules.trigger_status,
        rules.trigger_count,
        rules.exception_count,
        rules.stage_quarters,
        superseding.superseding_status,
        steps.step_id,
        steps.step_order,
        steps.name as step,
        steps.raised_by,
        support_lists.support,
        steps.due_rule,
        steps.due_days,
        steps.day_type,
        steps.notice_days,
        steps.forum_id,
        steps.post_id,
        steps.post_role,
        steps.evidence,
        steps.evidence_maker,
        steps.evidence_from,
        rule_versions.valid_from_date,
        rule_versions.valid_to_date
    from rules
    inner join rule_versions
        on
            rules.rule_id = rule_versions.rule_id
            and rules.version = rule_versions.version
    inner join steps
        on
            rules.rule_id = steps.rule_id
            and rules.version = steps.version
    left join support_lists
        on
            rules.rule_id = support_lists.rule_id
            and rules.version = support_lists.version
    left join stages
        on rules.rule_id = stages.rule_id
    left join superseding
        on rules.superseded_by_rule_id = superseding.rule_id
)

select * from final
