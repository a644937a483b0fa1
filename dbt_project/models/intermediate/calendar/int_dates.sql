with days as (
    {{ dbt.date_spine(
        datepart="day",
        start_date="cast('" ~ var('calendar_first_date') ~ "' as date)",
        end_date="cast('" ~ var('calendar_last_date') ~ "' as date)"
    ) }}
),

months as (
    select
        calendar,
        month_number,
        month_name,
        month_short_name,
        month_of_year,
        year_offset,
        quarter,
        half,
        term
    from {{ ref('stg_reference__calendar_months') }}
),

-- A day may be a holiday by two names.
bank_holidays as (
    select distinct holiday_date
    from {{ ref('stg_calendar__bank_holidays') }}
),

dates as (
    select cast(date_day as date) as date_day from days
),

-- One row per day and calendar: the year a day belongs to, by its first calendar year.
final as (
    select
        dates.date_day,
        months.calendar,
        months.month_name,
        months.month_short_name,
        months.month_of_year,
        months.quarter,
        months.half,
        months.term,
        cast(extract(year from dates.date_day) as integer)
        + months.year_offset as first_year,
        max(months.year_offset) over (
            partition by months.calendar
        ) != min(months.year_offset) over (
            partition by months.calendar
        ) as runs_into_next_year,
        bank_holidays.holiday_date is not null as is_bank_holiday,
        bank_holidays.holiday_date is null
        and not {{ is_weekend('dates.date_day') }} as is_working_day
    from dates
    inner join months
        on extract(month from dates.date_day) = months.month_number
    left join bank_holidays
        on dates.date_day = bank_holidays.holiday_date
)

select * from final
