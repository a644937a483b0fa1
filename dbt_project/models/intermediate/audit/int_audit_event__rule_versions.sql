with changes as (
    select * from {{ ref('int_rule_changes') }}
),

sentences as (
    select * from {{ ref('int_rule_change_sentences') }}
),

escalation_rules as (
    select * from {{ ref('stg_reference__escalation_rules') }}
),

-- A rule of escalation belongs to one scorecard. One about small numbers belongs to
-- that of its measure, as each event of a measure does; the other kinds several share.
final as (
    select
        'rule_versions-' || cast(changes.entry_number as varchar) as audit_event_id,
        'rule_versions' as register,
        changes.change_type as event,
        escalation_rules.scorecard_id,
        case when changes.rule_kind = 'small_number_rule' then changes.rule_id end
            as measure_id,
        cast(null as varchar) as organisation_unit_id,
        cast(null as varchar) as objective_id,
        cast(null as varchar) as period_id,
        changes.rule_id,
        cast(null as varchar) as forum_id,
        changes.author_post_id,
        changes.approver_post_id,
        sentences.explanation as description,
        changes.reason,
        changes.decision_reference,
        '{{ seed_file("rule_versions") }}' as source_file,
        cast(null as varchar) as source_sheet,
        changes.entry_number + 1 as source_row,
        cast(changes.recorded_at as date) as event_on_date,
        changes.valid_from_date as effective_from_date,
        changes.recorded_at,
        changes.recorded_at as known_since_at
    from changes
    inner join sentences using (rule_kind, rule_id, version)
    left join escalation_rules
        on
            changes.rule_kind = 'escalation_rule'
            and changes.rule_id = escalation_rules.rule_id
            and changes.version = escalation_rules.version
)

select * from final
