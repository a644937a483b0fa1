with bank_holidays as (
    select * from {{ source('calendar', 'bank_holidays') }}
),

-- Every load brings the whole list: the latest one is the calendar.
final as (
    select
        holiday_date as holiday_date_text,
        name as holiday_name,
        region as region_name,
        _load_id = max(_load_id) over () as is_latest_version,
        {{ parse_date('holiday_date') }} as holiday_date,
        _load_id as load_id
    from bank_holidays
)

select * from final
