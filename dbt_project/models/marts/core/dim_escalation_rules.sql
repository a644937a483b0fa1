with rules as (
    select * from {{ ref('stg_reference__escalation_rules') }}
),

supports as (
    select distinct
        rule_id,
        version,
        support
    from {{ ref('int_escalation_steps') }}
),

final as (
    select
        rules.rule_id,
        rules.version,
        rules.scorecard_id,
        rules.superseded_by_rule_id,
        rules.name,
        rules.criterion,
        rules.subject,
        rules.node_type,
        rules.stage,
        supports.support,
        rules.trigger_status,
        rules.source_reference,
        rules.rule_number,
        rules.trigger_count,
        rules.exception_count,
        rules.stage_quarters,
        rules.valid_from_date,
        rules.valid_to_date
    from rules
    left join supports
        on
            rules.rule_id = supports.rule_id
            and rules.version = supports.version
)

select * from final
