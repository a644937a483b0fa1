{%- set cells = [
    'scorecard_id', 'measure_id', 'objective_id', 'decision_reference', 'decision',
    'what', 'forum_id', 'post_id', 'decided_on', 'report_back_on', 'reported_back_on',
    'reason', 'evidence_reference',
] -%}
{%- set faults = [
    ('decision_formula', 'formula_column_name is not null',
        named_cell('formula_column_name', cells), 'null'),
    ('decision_scorecard_unknown', 'scorecard_id is null', 'scorecard_id_text', 'null'),
    ('decision_measure_unknown', 'measure_id_text is not null and measure_id is null',
        'measure_id_text', 'null'),
    ('decision_objective_unknown',
        'objective_id_text is not null and objective_id is null',
        'objective_id_text', 'null'),
    ('decision_subject_missing', 'measure_id is null and objective_id is null',
        'measure_id_text', 'null'),
    ('decision_reference_missing', 'decision_reference_text is null',
        'decision_reference_text', 'null'),
    ('decision_kind_unknown', 'decision is null', 'decision_text', 'null'),
    ('decision_forum_unknown', 'forum_id_text is not null and forum_id is null',
        'forum_id_text', 'null'),
    ('decision_post_unknown', 'post_id_text is not null and post_id is null',
        'post_id_text', 'null'),
    ('decision_maker_missing', 'forum_id is null and post_id is null',
        'forum_id_text', 'null'),
    ('decision_maker_not_entitled', "coalesce(post_id, '') != entitled_post_id",
        'coalesce(post_id_text, forum_id_text)', 'entitled_post_id'),
    ('decision_decided_not_a_date', 'decided_on_date is null',
        'decided_on_text', 'null'),
    ('decision_decided_in_future', 'decided_on_date > received_date',
        'decided_on_text', 'cast(received_date as ' ~ dbt.type_string() ~ ')'),
    ('decision_report_back_not_a_date',
        'report_back_on_text is not null and report_back_on_date is null',
        'report_back_on_text', 'null'),
    ('decision_report_back_before_decision', 'report_back_on_date < decided_on_date',
        'report_back_on_text', 'decided_on_text'),
    ('decision_reported_not_a_date',
        'reported_back_on_text is not null and reported_back_on_date is null',
        'reported_back_on_text', 'null'),
    ('decision_reported_in_future', 'reported_back_on_date > received_date',
        'reported_back_on_text', 'cast(received_date as ' ~ dbt.type_string() ~ ')'),
    ('decision_reported_before_decision', 'reported_back_on_date < decided_on_date',
        'reported_back_on_text', 'decided_on_text'),
    ('decision_duplicate', 'same_key_rows is not null',
        'decision_reference_text', 'same_key_rows'),
] -%}

with decisions as (
    select * from {{ ref('int_return_decisions_matched') }}
),

keyed as (
    select
        *,
        {{ same_key_rows([
            'scorecard_id', 'decision_reference_text',
        ]) }} as same_key_rows
    from decisions
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
            'scorecard_id', 'decision_reference_text',
        ]) }} as is_counted
    from judged
)

select * from final
