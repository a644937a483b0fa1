with objective_periods as (
    select * from {{ ref('int_objective_periods') }}
),

rollups as (
    select * from {{ ref('int_objective_rollups') }}
),

due_dates as (
    select * from {{ ref('int_objective_due_dates') }}
),

rag_rules as (
    select * from {{ ref('int_rag_rules_dated') }}
    where basis = 'attainment'
),

rolled_up as (
    select
        objective_periods.*,
        coalesce(rollups.member_count, 0) as member_count,
        coalesce(rollups.green_count, 0) as green_count,
        coalesce(rollups.amber_count, 0) as amber_count,
        coalesce(rollups.red_count, 0) as red_count,
        coalesce(rollups.none_count, 0) as none_count,
        coalesce(rollups.attainment_count, 0) as attainment_count,
        coalesce(rollups.is_weighted, false) as is_weighted,
        coalesce(rollups.is_capped, false) as is_capped,
        rollups.worst_status,
        rollups.first_reason,
        case
            when
                objective_periods.is_judged_by_attainment
                and rollups.attainment_share >= objective_periods.minimum_share_pct
                then rollups.mean_attainment
        end as attainment,
        coalesce(
            rollups.red_checks_running >= objective_periods.at_risk_red_checks, false
        ) as has_lasting_red,
        due_dates.due_date,
        due_dates.is_complete
    from objective_periods
    inner join due_dates
        on
            objective_periods.objective_id = due_dates.objective_id
            and objective_periods.period_id = due_dates.period_id
    left join rollups
        on
            objective_periods.objective_id = rollups.objective_id
            and objective_periods.period_id = rollups.period_id
),

-- The colours of measures and of objectives come from the same rows.
judged as (
    select
        rolled_up.*,
        rag_rules.rag_status as ruled_status,
        rag_rules.lower_bound,
        rag_rules.upper_bound,
        rag_rules.is_lower_inclusive,
        rag_rules.is_upper_inclusive,
        rag_rules.version as rule_version
    from rolled_up
    left join rag_rules
        on
            rolled_up.is_judged_by_attainment
            and rolled_up.rag_profile_id = rag_rules.rag_profile_id
            and {{ is_in_force('rag_rules', 'rolled_up.period_end_date') }}
            and {{ is_within_bounds('rolled_up.attainment') }}
),

coloured as (
    select
        *,
        case
            when is_judged_by_attainment then coalesce(ruled_status, 'none')
            else coalesce(worst_status, 'none')
        end as rag_status
    from judged
),

final as (
    select
        *,
        case
            when rag_status != 'none' then null
            when is_judged_by_attainment then 'insufficient_data'
            else coalesce(first_reason, 'insufficient_data')
        end as rag_reason,
        rag_status in ('amber', 'red') or has_lasting_red as is_at_risk
    from coloured
)

select * from final
