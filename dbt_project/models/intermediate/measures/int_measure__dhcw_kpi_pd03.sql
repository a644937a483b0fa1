with parameters as (
    select value as benefit_months
    from {{ ref('stg_reference__measure_parameters') }}
    where measure_id = 'dhcw_kpi_pd03' and parameter = 'benefit_months'
),

benefits as (
    select
        benefits.record_id as benefit_id,
        benefits.projected_gbp,
        benefits.completed_date,
        {{ add_months(
            'benefits.completed_date', 'cast(parameters.benefit_months as integer)'
        ) }} as window_end_date,
        benefits.load_id
    from {{ ref('int_benefits_judged') }} as benefits
    cross join parameters
    where benefits.is_counted and benefits.completed_date is not null
),

realisations as (
    select * from {{ ref('int_benefit_realisations_judged') }}
    where is_counted
),

parts as (
    select
        benefit_id as record_id,
        window_end_date,
        0 as realised_gbp,
        projected_gbp,
        load_id
    from benefits
    union all
    select
        realisations.record_id,
        benefits.window_end_date,
        realisations.realised_gbp,
        0 as projected_gbp,
        realisations.load_id
    from benefits
    inner join realisations
        on
            benefits.benefit_id = realisations.benefit_id
            and realisations.realised_date between benefits.completed_date
            and benefits.window_end_date
),

final as (
    select
        'dhcw_kpi_pd03' as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        window_end_date as part_date,
        cast(sum(realised_gbp) as {{ type_decimal() }}) as numerator,
        cast(sum(projected_gbp) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from parts
    group by window_end_date
)

select * from final
