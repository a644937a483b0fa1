with complete_periods as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_label,
        completeness_rank
    from {{ ref('rpt_measure_periods') }}
    where is_complete
),

exceptions as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        exception_rule_id,
        explanation,
        reference,
        is_waived
    from {{ ref('fct_measure_exceptions') }}
),

-- Rank and position stay equal for as long as no complete period was left out, counted
-- back from the latest one: those rows are the run that is still going on.
numbered as (
    select
        exceptions.*,
        complete_periods.period_label,
        complete_periods.completeness_rank,
        row_number() over (
            partition by
                exceptions.measure_id,
                exceptions.organisation_unit_id,
                exceptions.exception_rule_id
            order by complete_periods.completeness_rank
        ) as position_in_history
    from exceptions
    inner join complete_periods
        using (measure_id, organisation_unit_id, period_id)
),

current_runs as (
    select * from numbered
    where completeness_rank = position_in_history
),

run_starts as (
    select
        measure_id,
        organisation_unit_id,
        exception_rule_id,
        max(completeness_rank) as period_count
    from current_runs
    group by measure_id, organisation_unit_id, exception_rule_id
),

final as (
    select
        latest.measure_id,
        latest.organisation_unit_id,
        latest.exception_rule_id,
        latest.period_id,
        latest.period_label,
        latest.explanation,
        latest.reference,
        oldest.period_label as met_since_label,
        cast(run_starts.period_count as integer) as period_count,
        latest.is_waived
    from run_starts
    inner join current_runs as latest
        using (measure_id, organisation_unit_id, exception_rule_id)
    inner join current_runs as oldest
        on
            run_starts.measure_id = oldest.measure_id
            and run_starts.organisation_unit_id = oldest.organisation_unit_id
            and run_starts.exception_rule_id = oldest.exception_rule_id
            and run_starts.period_count = oldest.completeness_rank
    where latest.completeness_rank = 1
)

select * from final
