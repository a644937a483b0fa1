with periods as (
    select
        period_id,
        period_start_date,
        period_end_date
    from {{ ref('int_measure_periods') }}
    where measure_id = 'dhcw_kpi_ps03' and organisation_unit_id = scorecard_id
),

weeks as (
    select
        period_id as week_id,
        start_date,
        end_date,
        {{ add_days('start_date', 3) }} as thursday
    from {{ ref('int_periods') }}
    where grain = 'week'
),

clinicians as (
    select
        clinician_id,
        organisation_unit_id,
        eligible_from_date,
        eligible_to_date,
        load_id
    from {{ ref('stg_login_analytics__clinicians_judged') }}
    where is_counted
),

logins as (
    select
        clinician_id,
        logged_in_date,
        load_id
    from {{ ref('stg_login_analytics__logins_judged') }}
    where is_counted and is_national and logged_in_date <= {{ as_of() }}
),

-- A week belongs to the period its Thursday lies in, whole.
period_weeks as (
    select
        periods.period_id,
        periods.period_end_date,
        weeks.week_id,
        weeks.start_date,
        weeks.end_date,
        count(*) over (partition by periods.period_id) as week_count
    from periods
    inner join weeks
        on weeks.thursday between periods.period_start_date and periods.period_end_date
),

weeks_used as (
    select
        period_weeks.period_id,
        logins.clinician_id,
        count(distinct period_weeks.week_id) as used_count,
        max(period_weeks.week_count) as week_count,
        max(logins.load_id) as load_id
    from logins
    inner join period_weeks
        on
            logins.logged_in_date between period_weeks.start_date
            and period_weeks.end_date
    group by period_weeks.period_id, logins.clinician_id
),

eligible as (
    select
        clinicians.clinician_id,
        clinicians.organisation_unit_id,
        periods.period_end_date,
        case when weeks_used.used_count = weeks_used.week_count then 1 else 0 end
            as adopted_count,
        greatest(clinicians.load_id, coalesce(weeks_used.load_id, '')) as load_id
    from periods
    inner join clinicians
        on
            periods.period_end_date >= clinicians.eligible_from_date
            and periods.period_end_date
            <= coalesce(clinicians.eligible_to_date, periods.period_end_date)
    left join weeks_used
        on
            periods.period_id = weeks_used.period_id
            and clinicians.clinician_id = weeks_used.clinician_id
),

final as (
    select
        'dhcw_kpi_ps03' as measure_id,
        organisation_unit_id,
        period_end_date as part_date,
        cast(sum(adopted_count) as {{ type_decimal() }}) as numerator,
        cast(count(*) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from eligible
    group by organisation_unit_id, period_end_date
)

select * from final
