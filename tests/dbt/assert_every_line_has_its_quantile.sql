{{ config(meta={"dagster": {"ref": {"name": "stg_reference__student_t_quantiles"}}}) }}

-- From the least to the most points a line may have, by each version of the rule; two
-- points leave nothing to doubt.
with parameters as (
    select
        forecast_rule_id,
        version,
        max(case when parameter = 'most_points' then value end) as most_points,
        max(case when parameter = 'least_points' then value end) as least_points,
        max(case when parameter = 'coverage' then value end) as coverage,
        count(*) as parameter_count
    from {{ ref('stg_reference__forecast_parameters') }}
    group by forecast_rule_id, version
),

counted as (
    select
        parameters.forecast_rule_id,
        parameters.version,
        parameters.most_points,
        parameters.least_points,
        parameters.parameter_count,
        count(quantiles.quantile) as quantile_count
    from parameters
    left join {{ ref('stg_reference__student_t_quantiles') }} as quantiles
        on
            parameters.coverage = quantiles.coverage
            and quantiles.degrees_of_freedom
            between parameters.least_points - 2 and parameters.most_points - 2
    group by
        parameters.forecast_rule_id,
        parameters.version,
        parameters.most_points,
        parameters.least_points,
        parameters.parameter_count
)

select * from counted
where
    parameter_count != 4
    or least_points < 3
    or most_points < least_points
    or quantile_count != most_points - least_points + 1
