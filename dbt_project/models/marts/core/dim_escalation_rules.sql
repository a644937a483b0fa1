with rules as (
    select * from {{ ref('stg_reference__escalation_rules') }}
),

dated as (
    select distinct
        rule_id,
        version,
        support,
        valid_from_date,
        valid_to_date
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
        dated.support,
        rules.trigger_status,
        rules.source_reference,
        rules.rule_number,
        rules.trigger_count,
        rules.exception_count,
        rules.stage_quarters,
        dated.valid_from_date,
        dated.valid_to_date
    from rules
    inner join dated
        on
            rules.rule_id = dated.rule_id
            and rules.version = dated.version
)

select * from final
