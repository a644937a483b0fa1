with statuses as (
    select * from {{ ref('int_objective_statuses') }}
),

objective_measures as (
    select
        objective_id,
        measure_id,
        measure_type
    from {{ ref('int_objective_measures') }}
),

approvals as (
    select * from {{ ref('int_figure_approvals') }}
),

measures as (
    select
        measure_id,
        name,
        sort_order
    from {{ ref('stg_reference__measures') }}
),

-- The figures a month counts, latest first: one of each measure, and where a red that
-- lasts puts the objective at risk, as many as were looked at for that.
counted as (
    select
        statuses.objective_id,
        statuses.period_id,
        approvals.measure_id,
        approvals.is_withheld,
        case
            when statuses.has_lasting_red then statuses.at_risk_red_checks else 1
        end as figure_count,
        row_number() over (
            partition by
                statuses.objective_id, statuses.period_id, approvals.measure_id
            order by approvals.period_end_date desc
        ) as recency
    from statuses
    inner join objective_measures
        on
            statuses.objective_id = objective_measures.objective_id
            and (
                statuses.counted_measure_type is null
                or statuses.counted_measure_type = objective_measures.measure_type
            )
    inner join approvals
        on
            objective_measures.measure_id = approvals.measure_id
            and statuses.scorecard_id = approvals.organisation_unit_id
            and statuses.period_end_date >= approvals.period_end_date
),

unapproved as (
    select distinct
        objective_id,
        period_id,
        measure_id
    from counted
    where is_withheld and recency <= figure_count
),

final as (
    select
        unapproved.objective_id,
        unapproved.period_id,
        count(*) as unapproved_count,
        {{ dbt.listagg(
            "measures.name", "', '", "order by measures.sort_order, measures.measure_id"
        ) }} as measure_names
    from unapproved
    inner join measures
        on unapproved.measure_id = measures.measure_id
    group by unapproved.objective_id, unapproved.period_id
)

select * from final
