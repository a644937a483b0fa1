{%- set cells = [
    'scorecard_id', 'measure_id', 'objective_id', 'plan_reference', 'what', 'post_id',
    'submitted_on', 'due_on', 'done_on', 'reason', 'evidence_reference',
] -%}
{%- set faults = [
    ('recovery_plan_formula', 'formula_column_name is not null',
        named_cell('formula_column_name', cells), 'null'),
    ('recovery_plan_scorecard_unknown', 'scorecard_id is null',
        'scorecard_id_text', 'null'),
    ('recovery_plan_measure_unknown',
        'measure_id_text is not null and measure_id is null',
        'measure_id_text', 'null'),
    ('recovery_plan_objective_unknown',
        'objective_id_text is not null and objective_id is null',
        'objective_id_text', 'null'),
    ('recovery_plan_subject_missing', 'measure_id is null and objective_id is null',
        'measure_id_text', 'null'),
    ('recovery_plan_reference_missing', 'plan_reference_text is null',
        'plan_reference_text', 'null'),
    ('recovery_plan_text_missing', 'what_text is null', 'what_text', 'null'),
    ('recovery_plan_post_unknown', 'post_id is null', 'post_id_text', 'null'),
    ('recovery_plan_submitted_not_a_date', 'submitted_on_date is null',
        'submitted_on_text', 'null'),
    ('recovery_plan_submitted_in_future', 'submitted_on_date > received_date',
        'submitted_on_text', 'cast(received_date as ' ~ dbt.type_string() ~ ')'),
    ('recovery_plan_due_not_a_date', 'due_on_text is not null and due_on_date is null',
        'due_on_text', 'null'),
    ('recovery_plan_done_not_a_date',
        'done_on_text is not null and done_on_date is null',
        'done_on_text', 'null'),
    ('recovery_plan_done_in_future', 'done_on_date > received_date',
        'done_on_text', 'cast(received_date as ' ~ dbt.type_string() ~ ')'),
    ('recovery_plan_done_before_submission', 'done_on_date < submitted_on_date',
        'done_on_text', 'submitted_on_text'),
    ('recovery_plan_duplicate', 'same_key_rows is not null',
        'plan_reference_text', 'same_key_rows'),
] -%}

with recovery_plans as (
    select * from {{ ref('stg_returns__recovery_plans') }}
),

scorecards as (
    select scorecard_id from {{ ref('stg_reference__scorecards') }}
),

measures as (
    select
        measure_id,
        scorecard_id
    from {{ ref('stg_reference__measures') }}
),

objectives as (
    select
        objective_id,
        scorecard_id
    from {{ ref('stg_reference__objectives') }}
),

posts as (
    select
        post_id,
        scorecard_id
    from {{ ref('stg_reference__posts') }}
),

matched as (
    select
        recovery_plans.*,
        scorecards.scorecard_id,
        measures.measure_id,
        objectives.objective_id,
        posts.post_id,
        {{ local_date('recovery_plans.received_at') }} as received_date
    from recovery_plans
    left join scorecards
        on recovery_plans.scorecard_id_text = scorecards.scorecard_id
    left join measures
        on
            recovery_plans.measure_id_text = measures.measure_id
            and scorecards.scorecard_id = measures.scorecard_id
    left join objectives
        on
            recovery_plans.objective_id_text = objectives.objective_id
            and scorecards.scorecard_id = objectives.scorecard_id
    left join posts
        on
            recovery_plans.post_id_text = posts.post_id
            and scorecards.scorecard_id = posts.scorecard_id
),

keyed as (
    select
        *,
        {{ same_key_rows(['scorecard_id', 'plan_reference_text']) }} as same_key_rows
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
        {{ is_received_last(['scorecard_id', 'plan_reference_text']) }} as is_counted
    from judged
)

select * from final
