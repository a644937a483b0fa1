with steps as (
    select * from {{ ref('int_escalation_steps') }}
    where raised_by = 'proposal'
),

quarters as (
    select * from {{ ref('int_quarters_staged') }}
),

considered as (
    select
        quarters.*,
        steps.rule_id,
        steps.version,
        steps.step_id,
        steps.stage as proposed_stage,
        steps.stage_order as proposed_stage_order,
        steps.stage_quarters,
        steps.support,
        steps.post_role,
        coalesce(
            quarters.rag_status = steps.trigger_status
            and quarters.quarters_running >= steps.trigger_count, false
        ) as is_status_met,
        coalesce(quarters.exceptions_running >= steps.exception_count, false)
            as is_exception_met
    from quarters
    inner join steps
        on
            quarters.scorecard_id = steps.scorecard_id
            and {{ is_in_force('steps', 'quarters.published_on_date') }}
),

final as (
    select
        *,
        (is_status_met or is_exception_met)
        and stage_order = proposed_stage_order - 1
        and quarters_in_stage >= coalesce(stage_quarters, 0) as is_proposed
    from considered
)

select * from final
