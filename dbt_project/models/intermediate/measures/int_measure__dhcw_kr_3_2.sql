with measure_periods as (
    select distinct
        period_start_date,
        period_end_date
    from {{ ref('int_measure_periods') }}
    where measure_id = 'dhcw_kr_3_2'
),

measure_units as (
    select organisation_unit_id
    from {{ ref('stg_reference__measure_units') }}
    where measure_id = 'dhcw_kr_3_2'
),

dashboards as (
    select
        organisation_unit_id,
        dashboard_text as dashboard,
        deployed_on_date,
        retired_on_date
    from {{ ref('int_return_dashboards_judged') }}
    where is_counted
),

users as (
    select
        judged.organisation_unit_id,
        judged.dashboard,
        measure_periods.period_end_date,
        judged.active_users,
        judged.load_id
    from {{ ref('int_return_dashboard_users_judged') }} as judged
    inner join measure_periods
        on
            judged.month_end_date between measure_periods.period_start_date
            and measure_periods.period_end_date
    where judged.is_counted
),

-- A month of which nobody returned users is awaited, for boards without a dashboard
-- too.
periods_heard as (
    select distinct period_end_date
    from users
),

boards as (
    select
        periods_heard.period_end_date,
        measure_units.organisation_unit_id,
        max(case when users.active_users > 0 then 1 else 0 end) as live_count,
        count(dashboards.dashboard) as dashboard_count,
        count(users.dashboard) as heard_count,
        max(users.load_id) as load_id
    from periods_heard
    cross join measure_units
    left join dashboards
        on
            measure_units.organisation_unit_id = dashboards.organisation_unit_id
            and periods_heard.period_end_date >= dashboards.deployed_on_date
            and (
                dashboards.retired_on_date is null
                or periods_heard.period_end_date < dashboards.retired_on_date
            )
    left join users
        on
            dashboards.organisation_unit_id = users.organisation_unit_id
            and dashboards.dashboard = users.dashboard
            and periods_heard.period_end_date = users.period_end_date
    group by periods_heard.period_end_date, measure_units.organisation_unit_id
),

-- A board with a dashboard whose users it did not return says nothing yet.
final as (
    select
        'dhcw_kr_3_2' as measure_id,
        organisation_unit_id,
        period_end_date as part_date,
        cast(live_count as {{ type_decimal() }}) as numerator,
        cast(1 as {{ type_decimal() }}) as denominator,
        load_id
    from boards
    where live_count = 1 or heard_count = dashboard_count
)

select * from final
