with parameters as (
    select * from {{ ref('stg_reference__forecast_parameters') }}
),

rules as (
    select * from {{ ref('int_forecast_rules_dated') }}
),

final as (
    select
        parameters.forecast_rule_id,
        parameters.version,
        parameters.parameter,
        parameters.description,
        parameters.value,
        rules.valid_from_date,
        rules.valid_to_date
    from parameters
    inner join rules
        on
            parameters.forecast_rule_id = rules.forecast_rule_id
            and parameters.version = rules.forecast_rule_version
)

select * from final
