{%- set cells = [
    'measure_id', 'organisation_unit_id', 'period_end', 'value', 'numerator',
    'denominator', 'status', 'delivered_on', 'commentary', 'author_post_id',
    'budget_impact', 'budget_reason', 'corporate_risk', 'risk_reason', 'risk_reference',
    'restatement_reason',
] -%}
{%- set faults = [
    ('observation_formula', 'formula_column_name is not null',
        named_cell('formula_column_name', cells), 'null'),
    ('observation_measure_unknown', 'measure_id is null', 'measure_id_text', 'null'),
    ('observation_measure_computed',
        "source_system != 'returns' or measure_kind = 'composite'",
        'measure_id_text', 'source_system'),
    ('observation_unit_unknown', 'organisation_unit_id is null',
        'organisation_unit_id_text', 'null'),
    ('observation_period_not_a_date', 'period_end_date is null',
        'period_end_text', 'null'),
    ('observation_period_wrong', 'not is_period_end', 'period_end_text', 'frequency'),
    ('observation_period_future', 'period_end_date > received_date',
        'period_end_text', 'cast(received_date as ' ~ dbt.type_string() ~ ')'),
    ('observation_period_outside_window', 'period_id is null',
        'period_end_text', 'null'),
    ('observation_period_duplicate', 'same_period_rows is not null',
        'period_end_text', 'same_period_rows'),
    ('observation_value_not_a_number', 'value_text is not null and value is null',
        'value_text', 'null'),
    ('observation_numerator_not_a_number',
        "numerator is null and lower(numerator_text) != 'n/a'",
        'numerator_text', 'null'),
    ('observation_denominator_not_a_number',
        "denominator is null and lower(denominator_text) != 'n/a'",
        'denominator_text', 'null'),
    ('observation_numerator_too_large',
        'is_bounded and numerator - numerator_rounding'
        ~ ' > denominator + denominator_rounding',
        'numerator_text', 'denominator_text'),
    ('observation_status_unknown', 'status_text is not null and status is null',
        'status_text', 'null'),
    ('observation_status_contradicts_value',
        "status in ('not_expected', 'awaiting')"
        ~ " and coalesce(value, numerator) is not null",
        'status_text', 'null'),
    ('observation_delivered_not_a_date',
        'delivered_on_text is not null and delivered_on_date is null',
        'delivered_on_text', 'null'),
    ('observation_delivered_in_future', 'delivered_on_date > received_date',
        'delivered_on_text', 'cast(received_date as ' ~ dbt.type_string() ~ ')'),
    ('observation_post_unknown', 'author_post_id_text is not null and post_id is null',
        'author_post_id_text', 'null'),
    ('observation_budget_flag_unknown',
        'budget_impact_text is not null and has_budget_impact is null',
        'budget_impact_text', 'null'),
    ('observation_risk_flag_unknown',
        'corporate_risk_text is not null and has_corporate_risk is null',
        'corporate_risk_text', 'null'),
    ('observation_period_locked',
        'is_late_change and restatement_reason_text is null',
        'period_end_text', 'cast(approved_on_date as ' ~ dbt.type_string() ~ ')'),
] -%}

with observations as (
    select * from {{ ref('int_return_observations_locked') }}
),

-- Which of two rows for one period is meant, nobody can tell: each names them all.
same_periods as (
    select
        load_id,
        file_sha256,
        measure_id,
        organisation_unit_id,
        period_id,
        {{ dbt.listagg(
            'cast(row_number as ' ~ dbt.type_string() ~ ')', "', '",
            'order by row_number'
        ) }} as same_period_rows
    from observations
    group by load_id, file_sha256, measure_id, organisation_unit_id, period_id
    having count(*) > 1
),

joined as (
    select
        observations.*,
        same_periods.same_period_rows
    from observations
    left join same_periods
        on
            observations.load_id = same_periods.load_id
            and observations.file_sha256 = same_periods.file_sha256
            and observations.measure_id = same_periods.measure_id
            and observations.organisation_unit_id = same_periods.organisation_unit_id
            and observations.period_id = same_periods.period_id
),

final as (
    select
        *,
        {{ fault_columns(faults) }}
    from joined
)

select * from final
