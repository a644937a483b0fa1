with steps as (
    select * from {{ ref('int_escalation_steps') }}
    where rule_id = 'dhcw_objective_committee'
),

objective_statuses as (
    select
        objective_id,
        scorecard_id,
        node_type,
        period_id,
        period,
        rag_status,
        is_at_risk,
        period_end_date,
        due_date
    from {{ ref('int_objective_statuses') }}
    where is_complete and (is_at_risk or rag_status != 'none')
),

objective_words as (
    select
        objective_id,
        period_id,
        coalesce({{ format_fraction('attainment') }} || ' ' || phrase || '; ', '')
        || counts
        || coalesce(
            '; red at ' || cast(at_risk_red_checks as varchar)
            || ' checks or more in a row: ' || lasting_reds, ''
        ) as figures
    from {{ ref('int_objective_words') }}
),

-- A month without a status that is not at risk either says nothing: it is left out.
checks as (
    select
        *,
        lag(is_at_risk) over (
            partition by objective_id order by period_end_date
        ) as was_at_risk
    from objective_statuses
),

safe_again as (
    select
        checks.objective_id,
        checks.period_id,
        min(later.due_date) as ended_on_date
    from checks
    inner join objective_statuses as later
        on
            checks.objective_id = later.objective_id
            and checks.period_end_date < later.period_end_date
            and not later.is_at_risk
    group by checks.objective_id, checks.period_id
),

final as (
    select
        steps.scorecard_id,
        cast(null as {{ dbt.type_string() }}) as measure_id,
        checks.objective_id,
        steps.rule_id,
        steps.version,
        steps.step_id,
        steps.stage,
        steps.support,
        steps.post_role,
        cast(null as {{ dbt.type_string() }}) as decision_reference,
        checks.period_id,
        checks.period_end_date,
        checks.due_date as triggered_on_date,
        cast(null as date) as stated_due_on_date,
        cast(null as date) as stated_done_on_date,
        safe_again.ended_on_date,
        case when safe_again.ended_on_date is not null then 'closed' end as ended_as,
        'at risk in ' || checks.period || ' (' || objective_words.figures || ')'
            as cause,
        case when safe_again.ended_on_date is not null then 'not at risk any more' end
            as end_cause
    from checks
    inner join steps
        on
            checks.scorecard_id = steps.scorecard_id
            and checks.node_type = steps.node_type
            and {{ is_in_force('steps', 'checks.due_date') }}
    inner join objective_words
        on
            checks.objective_id = objective_words.objective_id
            and checks.period_id = objective_words.period_id
    left join safe_again
        on
            checks.objective_id = safe_again.objective_id
            and checks.period_id = safe_again.period_id
    where checks.is_at_risk and not coalesce(checks.was_at_risk, false)
)

select * from final
