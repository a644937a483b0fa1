with dates as (
    select * from {{ ref('int_dates') }}
),

calendar_days as (
    select * from dates
    where calendar = 'calendar'
),

fiscal_days as (
    select * from dates
    where calendar = 'fiscal'
),

academic_days as (
    select * from dates
    where calendar = 'academic'
),

final as (
    select
        calendar_days.date_day,
        calendar_days.first_year as calendar_year,
        calendar_days.quarter as calendar_quarter,
        calendar_days.month_name,
        calendar_days.month_of_year as month_number,
        {{ iso_week('calendar_days.date_day') }} as iso_week,
        {{ year_label('fiscal_days.first_year', 'true') }} as fiscal_year,
        {{ year_label('fiscal_days.first_year', 'true') }}
        || '-' || fiscal_days.quarter as fiscal_quarter,
        fiscal_days.month_of_year as fiscal_month_number,
        {{ year_label('academic_days.first_year', 'true') }} as academic_year,
        {{ year_label('academic_days.first_year', 'true') }}
        || '-' || academic_days.term as academic_term,
        calendar_days.is_bank_holiday,
        calendar_days.is_working_day
    from calendar_days
    inner join fiscal_days
        on calendar_days.date_day = fiscal_days.date_day
    inner join academic_days
        on calendar_days.date_day = academic_days.date_day
)

select * from final
