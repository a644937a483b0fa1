with observations as (
    select * from {{ ref('int_observations') }}
),

measure_periods as (
    select
        measure_id,
        scorecard_id,
        organisation_unit_id,
        period_id,
        period_end_date
    from {{ ref('int_measure_periods') }}
),

units as (
    select
        organisation_unit_id,
        parent_organisation_unit_id,
        unit_type
    from {{ ref('stg_reference__organisation_units') }}
),

rules as (
    select * from {{ ref('int_disclosure_rules_dated') }}
),

-- As with colours, a period is protected by the version of the rule in force then.
final as (
    select
        observations.measure_id,
        observations.organisation_unit_id,
        observations.period_id,
        measure_periods.period_end_date,
        rules.disclosure_rule_id,
        rules.numerator_kind,
        rules.denominator_kind,
        rules.threshold,
        rules.shown_as,
        rules.base,
        -- One table is one total and the units right below it.
        case
            when observations.organisation_unit_id = measure_periods.scorecard_id
                then 'total'
            when units.parent_organisation_unit_id = measure_periods.scorecard_id
                then 'unit'
            else 'deeper'
        end as table_place,
        coalesce(units.unit_type = rules.exempt_level, false) as is_exempt,
        -- A count returned as a bare value is its own numerator.
        case
            when rules.denominator_kind = 'one'
                then coalesce(observations.numerator, observations.value)
            else observations.numerator
        end as numerator,
        observations.denominator,
        observations.value
    from observations
    inner join measure_periods
        on
            observations.measure_id = measure_periods.measure_id
            and observations.organisation_unit_id
            = measure_periods.organisation_unit_id
            and observations.period_id = measure_periods.period_id
    inner join units
        on observations.organisation_unit_id = units.organisation_unit_id
    inner join rules
        on
            observations.measure_id = rules.measure_id
            and measure_periods.period_end_date >= rules.valid_from_date
            and (
                rules.valid_to_date is null
                or measure_periods.period_end_date <= rules.valid_to_date
            )
)

select * from final
