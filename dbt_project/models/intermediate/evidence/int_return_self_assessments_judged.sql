{%- set cells = [
    'organisation_unit_id', 'toolkit', 'assessed_on', 'assertion', 'is_met',
] -%}
{%- set faults = [
    ('self_assessment_formula', 'formula_column_name is not null',
        named_cell('formula_column_name', cells), 'null'),
    ('self_assessment_unit_unknown', 'organisation_unit_id is null',
        'organisation_unit_id_text', 'null'),
    ('self_assessment_toolkit_unknown', 'toolkit is null', 'toolkit_text', 'null'),
    ('self_assessment_assessed_not_a_date', 'assessed_on_date is null',
        'assessed_on_text', 'null'),
    ('self_assessment_assessed_in_future', 'assessed_on_date > received_date',
        'assessed_on_text', 'cast(received_date as ' ~ dbt.type_string() ~ ')'),
    ('self_assessment_assertion_missing', 'assertion_text is null',
        'assertion_text', 'null'),
    ('self_assessment_met_unknown', 'is_met is null', 'is_met_text', 'null'),
    ('self_assessment_duplicate', 'same_key_rows is not null',
        'assertion_text', 'same_key_rows'),
] -%}

with self_assessments as (
    select * from {{ ref('stg_returns__self_assessments') }}
),

units as (
    select
        organisation_unit_id,
        scorecard_id
    from {{ ref('stg_reference__organisation_units') }}
),

codes as (
    select * from {{ ref('stg_reference__source_codes') }}
    where source = 'returns' and table_name = 'self_assessments'
),

matched as (
    select
        self_assessments.*,
        units.organisation_unit_id,
        units.scorecard_id,
        toolkits.code as toolkit,
        case
            when met_flags.code is not null
                then {{ means('met_flags.meanings', 'affirmative') }}
        end as is_met,
        {{ local_date('self_assessments.received_at') }} as received_date
    from self_assessments
    left join units
        on self_assessments.organisation_unit_id_text = units.organisation_unit_id
    left join codes as toolkits
        on
            lower(self_assessments.toolkit_text) = toolkits.code
            and toolkits.column_name = 'toolkit'
    left join codes as met_flags
        on
            lower(self_assessments.is_met_text) = met_flags.code
            and met_flags.column_name = 'is_met'
),

keyed as (
    select
        *,
        {{ same_key_rows([
            'organisation_unit_id', 'toolkit', 'assessed_on_date', 'assertion_text',
        ]) }} as same_key_rows
    from matched
),

judged as (
    select
        *,
        {{ fault_columns(faults) }}
    from keyed
),

final as (
    select
        *,
        {{ is_received_last([
            'organisation_unit_id', 'toolkit', 'assessed_on_date', 'assertion_text',
        ]) }} as is_counted
    from judged
)

select * from final
