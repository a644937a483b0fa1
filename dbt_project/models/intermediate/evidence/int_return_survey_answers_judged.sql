{%- set cells = [
    'survey_id', 'wave_date', 'question_id', 'organisation_unit_id', 'answer_code',
    'answer_count',
] -%}
{%- set faults = [
    ('survey_answer_formula', 'formula_column_name is not null',
        named_cell('formula_column_name', cells), 'null'),
    ('survey_answer_survey_unknown', 'survey_id is null', 'survey_id_text', 'null'),
    ('survey_answer_wave_not_a_date', 'wave_date is null', 'wave_date_text', 'null'),
    ('survey_answer_wave_in_future', 'wave_date > received_date',
        'wave_date_text', 'cast(received_date as ' ~ dbt.type_string() ~ ')'),
    ('survey_answer_question_unknown', 'question_id is null',
        'question_id_text', 'null'),
    ('survey_answer_unit_unknown', 'organisation_unit_id is null',
        'organisation_unit_id_text', 'null'),
    ('survey_answer_answer_unknown', 'answer_code is null', 'answer_code_text', 'null'),
    ('survey_answer_count_not_a_number', 'answer_count is null',
        'answer_count_text', 'null'),
    ('survey_answer_duplicate', 'same_key_rows is not null',
        'answer_code_text', 'same_key_rows'),
] -%}

with survey_answers as (
    select * from {{ ref('stg_returns__survey_answers') }}
),

units as (
    select
        organisation_unit_id,
        scorecard_id
    from {{ ref('stg_reference__organisation_units') }}
),

codes as (
    select * from {{ ref('stg_reference__source_codes') }}
    where source = 'returns' and table_name = 'survey_answers'
),

matched as (
    select
        survey_answers.*,
        units.organisation_unit_id,
        units.scorecard_id,
        surveys.code as survey_id,
        questions.code as question_id,
        {{ means('questions.meanings', 'engagement') }} as is_engagement,
        {{ means('questions.meanings', 'partner_satisfaction') }}
            as is_partner_satisfaction,
        answers.code as answer_code,
        {{ means('answers.meanings', 'answered') }} as is_answered,
        {{ means('answers.meanings', 'favourable') }} as is_favourable,
        {{ local_date('survey_answers.received_at') }} as received_date
    from survey_answers
    left join units
        on survey_answers.organisation_unit_id_text = units.organisation_unit_id
    left join codes as surveys
        on
            lower(survey_answers.survey_id_text) = surveys.code
            and surveys.column_name = 'survey_id'
    left join codes as questions
        on
            lower(survey_answers.question_id_text) = questions.code
            and questions.column_name = 'question_id'
    left join codes as answers
        on
            lower(survey_answers.answer_code_text) = answers.code
            and answers.column_name = 'answer_code'
),

keyed as (
    select
        *,
        {{ same_key_rows([
            'survey_id', 'wave_date', 'question_id', 'organisation_unit_id', 'answer_code',
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
            'survey_id', 'wave_date', 'question_id', 'organisation_unit_id', 'answer_code',
        ]) }} as is_counted
    from judged
)

select * from final
