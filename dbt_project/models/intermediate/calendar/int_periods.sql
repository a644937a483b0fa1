with period_days as (
    select * from {{ ref('int_period_days') }}
),

months as (
    select
        month_number,
        month_name,
        month_short_name
    from {{ ref('stg_reference__calendar_months') }}
    where calendar = 'calendar'
),

periods as (
    select
        period_id,
        grain,
        calendar,
        min(date_day) as start_date,
        max(date_day) as end_date,
        min(quarter) as quarter,
        min(half) as half,
        min(term) as term,
        min({{ year_label('first_year', 'runs_into_next_year') }}) as year_label
    from period_days
    group by period_id, grain, calendar
),

-- A period cut by the calendar's own edge is no period.
whole_periods as (
    select * from periods
    where
        start_date > cast('{{ var("calendar_first_date") }}' as date)
        and end_date < cast('{{ var("calendar_last_date") }}' as date)
),

named as (
    select
        whole_periods.*,
        months.month_short_name || ' '
        || right(cast(extract(year from whole_periods.end_date) as varchar), 2)
            as month_and_year,
        {{ long_date('whole_periods.end_date', 'months.month_name') }} as end_day,
        months.month_name || ' '
        || cast(extract(year from whole_periods.end_date) as varchar) as end_month
    from whole_periods
    inner join months
        on extract(month from whole_periods.end_date) = months.month_number
),

final as (
    select
        period_id,
        grain,
        calendar,
        case
            when grain = 'day' then end_day
            when grain = 'week' then 'week to ' || end_day
            when grain = 'month' then end_month
            when grain = 'quarter' and calendar = 'calendar'
                then 'quarter to ' || end_month
            when grain = 'quarter' then quarter || ' ' || year_label
            when grain = 'half' then half || ' ' || year_label
            when grain = 'term' then 'term to ' || end_month
            else year_label
        end as label,
        case
            when grain in ('month', 'term') then month_and_year
            when grain = 'quarter' and calendar = 'calendar' then month_and_year
            when grain = 'quarter' then quarter || ' ' || year_label
            when grain = 'half' then half || ' ' || year_label
            when grain = 'year' then year_label
            else
                cast(extract(day from end_date) as varchar) || ' ' || month_and_year
        end as short_label,
        case when grain = 'day' then 'on ' else 'in ' end as preposition,
        case
            when grain in ('week', 'term') then 'the '
            when grain = 'quarter' and calendar = 'calendar' then 'the '
            else ''
        end as article,
        start_date,
        end_date,
        row_number() over (order by end_date, start_date, period_id) as sort_order
    from named
)

select * from final
