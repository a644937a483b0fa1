with values_observed as (
    select * from {{ ref('int_values_observed') }}
    where
        value_status = 'reported'
        and measure_kind in ('level', 'maintain', 'band')
),

-- A figure that starts again each fiscal year makes no line across the new year.
resets as (
    select measure_id
    from {{ ref('stg_reference__measure_parameters') }}
    where parameter = 'resets_each'
),

fiscal_dates as (
    select
        date_day,
        first_year,
        max(date_day) over (partition by first_year) as last_date
    from {{ ref('int_dates') }}
    where calendar = 'fiscal'
),

dated as (
    select
        values_observed.measure_id,
        values_observed.organisation_unit_id,
        values_observed.period_end_date as point_date,
        values_observed.judged_value as point_value,
        case when resets.measure_id is null then 0 else fiscal_dates.first_year end
            as compared_within,
        case when resets.measure_id is not null then fiscal_dates.last_date end
            as line_ends_date
    from values_observed
    inner join fiscal_dates
        on values_observed.period_end_date = fiscal_dates.date_day
    left join resets
        on values_observed.measure_id = resets.measure_id
),

final as (
    select
        *,
        row_number() over (
            partition by measure_id, organisation_unit_id, compared_within
            order by point_date
        ) as point_number
    from dated
)

select * from final
