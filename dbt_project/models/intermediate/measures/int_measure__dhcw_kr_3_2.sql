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
        organisation_unit_id,
        dashboard,
        month_end_date,
        active_users,
        load_id
    from {{ ref('int_return_dashboard_users_judged') }}
    where is_counted
),

-- A board that counted no user says so with a zero; one that sent nothing says nothing.
boards as (
    select
        measure_periods.period_end_date,
        users.organisation_unit_id,
        max(
            case
                when
                    users.active_users > 0
                    and dashboards.deployed_on_date <= measure_periods.period_end_date
                    and (
                        dashboards.retired_on_date is null
                        or dashboards.retired_on_date > measure_periods.period_end_date
                    )
                    then 1
                else 0
            end
        ) as live_count,
        max(users.load_id) as load_id
    from measure_periods
    inner join users
        on
            users.month_end_date between measure_periods.period_start_date
            and measure_periods.period_end_date
    inner join measure_units
        on users.organisation_unit_id = measure_units.organisation_unit_id
    inner join dashboards
        on
            users.organisation_unit_id = dashboards.organisation_unit_id
            and users.dashboard = dashboards.dashboard
    group by measure_periods.period_end_date, users.organisation_unit_id
),

final as (
    select
        'dhcw_kr_3_2' as measure_id,
        organisation_unit_id,
        period_end_date as part_date,
        cast(live_count as {{ type_decimal() }}) as numerator,
        cast(1 as {{ type_decimal() }}) as denominator,
        load_id
    from boards
)

select * from final
