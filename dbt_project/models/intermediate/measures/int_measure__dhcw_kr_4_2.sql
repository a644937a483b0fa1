with measure_periods as (
    select period_end_date
    from {{ ref('int_measure_periods') }}
    where measure_id = 'dhcw_kr_4_2' and organisation_unit_id = scorecard_id
),

learners as (
    select * from {{ ref('stg_learning__learners_judged') }}
    where is_counted
),

trainings as (
    select
        enrolments.*,
        completions.completed_date,
        completions.expires_date
    from {{ ref('stg_learning__enrolments_judged') }} as enrolments
    left join {{ ref('stg_learning__completions_judged') }} as completions
        on enrolments.enrolment_id = completions.enrolment_id and completions.is_counted
    where enrolments.is_counted and enrolments.is_digital
),

-- Somebody in two directorates counts once, in the one entered last.
stays as (
    select
        measure_periods.period_end_date,
        learners.staff_key,
        learners.organisation_unit_id,
        row_number() over (
            partition by measure_periods.period_end_date, learners.staff_key
            order by learners.active_from_date desc, learners.learner_id desc
        ) as stay_number
    from measure_periods
    inner join learners
        on {{ lasts_after(
            'measure_periods.period_end_date', 'learners.active_from_date',
            'learners.active_until_date'
        ) }}
),

-- A training that was renewed is assigned twice: one valid completion is enough.
courses as (
    select
        stays.period_end_date,
        stays.organisation_unit_id,
        stays.staff_key,
        trainings.course_id,
        max(
            case
                when {{ lasts_after(
                    'stays.period_end_date', 'trainings.completed_date',
                    'trainings.expires_date'
                ) }} then 1
                else 0
            end
        ) as valid_count,
        max(trainings.load_id) as load_id
    from stays
    inner join trainings
        on
            stays.staff_key = trainings.staff_key
            and stays.period_end_date >= trainings.assigned_date
    where stays.stay_number = 1
    group by
        stays.period_end_date, stays.organisation_unit_id, stays.staff_key,
        trainings.course_id
),

staff as (
    select
        staff_key,
        period_end_date,
        organisation_unit_id,
        min(valid_count) as has_all_count,
        max(load_id) as load_id
    from courses
    group by period_end_date, organisation_unit_id, staff_key
),

final as (
    select
        'dhcw_kr_4_2' as measure_id,
        organisation_unit_id,
        period_end_date as part_date,
        cast(sum(has_all_count) as {{ type_decimal() }}) as numerator,
        cast(count(*) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from staff
    group by organisation_unit_id, period_end_date
)

select * from final
