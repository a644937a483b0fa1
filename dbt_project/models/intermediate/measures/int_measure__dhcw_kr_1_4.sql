with parameters as (
    select cast(value as integer) as within_seconds
    from {{ ref('stg_reference__measure_parameters') }}
    where measure_id = 'dhcw_kr_1_4' and parameter = 'within_seconds'
),

results as (
    select
        record_id,
        organisation_unit_id,
        digital_after_seconds,
        clinically_available_date,
        clinically_available_at,
        load_id
    from {{ ref('int_results_judged') }}
    where is_counted
),

-- A result whose time is still running has neither made it nor missed it.
timed_out as (
    select
        results.*,
        case
            when results.digital_after_seconds <= parameters.within_seconds
                then 1
            else 0
        end as in_time
    from results
    cross join parameters
    where
        {{ local_date(add_seconds(
            'results.clinically_available_at', 'parameters.within_seconds'
        )) }} <= {{ as_of() }}
),

final as (
    select
        'dhcw_kr_1_4' as measure_id,
        organisation_unit_id,
        clinically_available_date as part_date,
        cast(sum(in_time) as {{ type_decimal() }}) as numerator,
        cast(count(*) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from timed_out
    group by organisation_unit_id, clinically_available_date
)

select * from final
