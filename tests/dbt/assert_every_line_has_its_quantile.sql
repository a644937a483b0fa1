{{ config(meta={"dagster": {"ref": {"name": "stg_reference__student_t_quantiles"}}}) }}

-- From the least to the most points a line may have; two points leave nothing to doubt.
with parameters as (
    select
        max(case when parameter = 'most_points' then value end) as most_points,
        max(case when parameter = 'least_points' then value end) as least_points,
        max(case when parameter = 'coverage' then value end) as coverage
    from {{ ref('stg_reference__forecast_parameters') }}
),

quantiles as (
    select count(*) as quantile_count
    from {{ ref('stg_reference__student_t_quantiles') }} as quantiles
    inner join parameters
        on
            quantiles.coverage = parameters.coverage
            and quantiles.degrees_of_freedom
            between parameters.least_points - 2 and parameters.most_points - 2
)

select
    parameters.*,
    quantiles.quantile_count
from parameters
cross join quantiles
where
    parameters.least_points < 3
    or parameters.most_points < parameters.least_points
    or quantiles.quantile_count
    != parameters.most_points - parameters.least_points + 1
