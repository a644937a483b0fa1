with objectives as (
    select
        objective_id,
        scorecard_id,
        node_type,
        timeline_start_date,
        timeline_end_date
    from {{ ref('stg_reference__objectives') }}
),

rules as (
    select * from {{ ref('int_objective_rules_dated') }}
),

scorecards as (
    select
        scorecard_id,
        rag_profile_id
    from {{ ref('stg_reference__scorecards') }}
),

attainment_profiles as (
    select distinct rag_profile_id
    from {{ ref('int_rag_rules_dated') }}
    where basis = 'attainment'
),

-- Whatever its measures' frequencies, an objective is looked at every month.
reporting_windows as (
    select
        scorecard_id,
        min(first_date) as first_date,
        max(last_date) as last_date
    from {{ ref('stg_reference__reporting_windows') }}
    group by scorecard_id
),

months as (
    select
        period_id,
        start_date,
        end_date,
        label
    from {{ ref('int_periods') }}
    where grain = 'month'
),

-- Each month by the rule that was in force at its end. A share is judged where the
-- scorecard's profile judges shares; elsewhere the worst colour decides.
final as (
    select
        objectives.objective_id,
        objectives.scorecard_id,
        objectives.node_type,
        months.period_id,
        months.label as period,
        scorecards.rag_profile_id,
        rules.roll_up = 'attainment'
        and attainment_profiles.rag_profile_id is not null
            as is_judged_by_attainment,
        rules.roll_up_rule_id,
        rules.version as roll_up_version,
        rules.counted_measure_type,
        rules.minimum_share_pct,
        rules.at_risk_red_checks,
        months.start_date as period_start_date,
        months.end_date as period_end_date
    from objectives
    inner join scorecards
        on objectives.scorecard_id = scorecards.scorecard_id
    left join attainment_profiles
        on scorecards.rag_profile_id = attainment_profiles.rag_profile_id
    inner join reporting_windows
        on objectives.scorecard_id = reporting_windows.scorecard_id
    inner join months
        on
            months.end_date between reporting_windows.first_date
            and reporting_windows.last_date
            and months.end_date >= coalesce(
                objectives.timeline_start_date, months.end_date
            )
            and months.end_date <= coalesce(
                objectives.timeline_end_date, months.end_date
            )
    inner join rules
        on
            objectives.node_type = rules.node_type
            and {{ is_in_force('rules', 'months.end_date') }}
    where months.end_date <= {{ as_of() }}
)

select * from final
