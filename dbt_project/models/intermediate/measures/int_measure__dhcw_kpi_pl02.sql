with enrolments as (
    select
        enrolment_id,
        organisation_unit_id,
        due_date,
        load_id
    from {{ ref('stg_learning__enrolments_judged') }}
    where is_counted and is_required
),

completions as (
    select
        enrolment_id,
        min(completed_date) as completed_date,
        max(load_id) as load_id
    from {{ ref('stg_learning__completions_judged') }}
    where is_counted
    group by enrolment_id
),

trainings as (
    select
        enrolments.enrolment_id,
        enrolments.organisation_unit_id,
        enrolments.due_date,
        case
            when completions.completed_date <= enrolments.due_date then 1
            else 0
        end as in_time_count,
        greatest(enrolments.load_id, completions.load_id) as load_id
    from enrolments
    left join completions
        on enrolments.enrolment_id = completions.enrolment_id
),

final as (
    select
        'dhcw_kpi_pl02' as measure_id,
        organisation_unit_id,
        due_date as part_date,
        cast(sum(in_time_count) as {{ type_decimal() }}) as numerator,
        cast(count(*) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from trainings
    group by organisation_unit_id, due_date
)

select * from final
