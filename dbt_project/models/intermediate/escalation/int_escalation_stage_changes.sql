with steps as (
    select * from {{ ref('int_escalation_steps') }}
    where raised_by in ('stage', 'change')
),

changes as (
    select * from {{ ref('int_stage_decisions') }}
    where is_change
),

-- Going up is the business of the stage that is entered, going down of the one that is
-- left.
owned as (
    select
        changes.*,
        case
            when changes.stage_order > changes.previous_stage_order
                then changes.rule_id
            else changes.previous_rule_id
        end as change_rule_id
    from changes
),

followed as (
    select
        owned.*,
        next_changes.decision_reference as next_reference,
        next_changes.stage as next_stage,
        next_changes.stage_order as next_stage_order
    from owned
    left join changes as next_changes
        on
            owned.measure_id = next_changes.measure_id
            and owned.next_changed_on_date = next_changes.decided_on_date
),

final as (
    select
        followed.scorecard_id,
        followed.measure_id,
        cast(null as {{ dbt.type_string() }}) as objective_id,
        steps.rule_id,
        steps.version,
        steps.step_id,
        followed.stage,
        case when steps.rule_id = followed.rule_id then steps.support end as support,
        steps.post_role,
        followed.decision_reference,
        cast(null as {{ dbt.type_string() }}) as period_id,
        followed.decided_on_date as period_end_date,
        followed.decided_on_date as triggered_on_date,
        cast(null as date) as stated_due_on_date,
        cast(null as date) as stated_done_on_date,
        followed.next_changed_on_date as ended_on_date,
        case
            when followed.next_stage_order > followed.stage_order then 'superseded'
            when followed.next_stage_order is not null then 'closed'
        end as ended_as,
        followed.stage || ', decided by the ' || followed.decided_by
        || ' (' || followed.decision_reference || ')' as cause,
        followed.next_stage || ', decided by the ' || followed.decided_by
        || ' (' || followed.next_reference || ')' as end_cause
    from followed
    inner join steps
        on
            followed.scorecard_id = steps.scorecard_id
            and steps.rule_id = case
                when steps.raised_by = 'stage' then followed.rule_id
                else followed.change_rule_id
            end
            and {{ is_in_force('steps', 'followed.decided_on_date') }}
)

select * from final
