{%- set cells = [
    'scorecard_id', 'measure_id', 'objective_id', 'action', 'post_id', 'due_on',
    'due_text', 'action_status', 'position',
] -%}
{%- set faults = [
    ('action_formula', 'formula_column_name is not null',
        named_cell('formula_column_name', cells), 'null'),
    ('action_scorecard_unknown', 'scorecard_id is null', 'scorecard_id_text', 'null'),
    ('action_measure_unknown', 'measure_id_text is not null and measure_id is null',
        'measure_id_text', 'null'),
    ('action_objective_unknown',
        'objective_id_text is not null and objective_id is null',
        'objective_id_text', 'null'),
    ('action_text_missing', 'action_text is null', 'action_text', 'null'),
    ('action_post_unknown', 'post_id_text is not null and post_id is null',
        'post_id_text', 'null'),
    ('action_due_not_a_date', 'due_on_text is not null and due_on_date is null',
        'due_on_text', 'null'),
    ('action_status_unknown', 'action_status_text is not null and action_status is null',
        'action_status_text', 'null'),
] -%}

with actions as (
    select * from {{ ref('stg_returns__actions') }}
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
    select post_id from {{ ref('stg_reference__posts') }}
),

statuses as (
    select code from {{ ref('stg_reference__source_codes') }}
    where
        source = 'returns'
        and table_name = 'actions'
        and column_name = 'action_status'
),

matched as (
    select
        actions.*,
        scorecards.scorecard_id,
        measures.measure_id,
        objectives.objective_id,
        posts.post_id,
        statuses.code as action_status
    from actions
    left join scorecards
        on actions.scorecard_id_text = scorecards.scorecard_id
    left join measures
        on
            actions.measure_id_text = measures.measure_id
            and scorecards.scorecard_id = measures.scorecard_id
    left join objectives
        on
            actions.objective_id_text = objectives.objective_id
            and scorecards.scorecard_id = objectives.scorecard_id
    left join posts
        on actions.post_id_text = posts.post_id
    left join statuses
        on lower(actions.action_status_text) = statuses.code
),

final as (
    select
        *,
        {{ fault_columns(faults) }}
    from matched
)

select * from final
