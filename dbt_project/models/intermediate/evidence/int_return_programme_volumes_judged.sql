{%- set cells = [
    'scorecard_id', 'year_end', 'completed', 'cancelled', 'accepted', 'difference',
    'completed_vs_accepted',
] -%}
{%- set faults = [
    ('programme_volume_formula', 'formula_column_name is not null',
        named_cell('formula_column_name', cells), 'null'),
    ('programme_volume_scorecard_unknown', 'scorecard_id is null',
        'scorecard_id_text', 'null'),
    ('programme_volume_year_wrong', 'period_id is null', 'year_end_text', 'null'),
    ('programme_volume_year_in_future', 'period_start_date > received_date',
        'year_end_text', 'cast(received_date as ' ~ dbt.type_string() ~ ')'),
    ('programme_volume_completed_not_a_number', 'completed_count is null',
        'completed_text', 'null'),
    ('programme_volume_cancelled_not_a_number', 'cancelled_count is null',
        'cancelled_text', 'null'),
    ('programme_volume_accepted_not_a_number', 'accepted_count is null',
        'accepted_text', 'null'),
    ('programme_volume_difference_not_a_number',
        'difference_text is not null and difference is null',
        'difference_text', 'null'),
    ('programme_volume_share_not_a_number',
        'completed_vs_accepted_text is not null and completed_vs_accepted is null',
        'completed_vs_accepted_text', 'null'),
    ('programme_volume_duplicate', 'same_key_rows is not null',
        'year_end_text', 'same_key_rows'),
] -%}

with programme_volumes as (
    select * from {{ ref('stg_returns__programme_volumes') }}
),

scorecards as (
    select scorecard_id from {{ ref('stg_reference__scorecards') }}
),

-- Programmes are counted by fiscal year, whatever calendar their scorecard follows.
years as (
    select
        period_id,
        label as period_label,
        start_date as period_start_date,
        end_date as period_end_date
    from {{ ref('int_periods') }}
    where grain = 'year' and calendar = 'fiscal'
),

matched as (
    select
        programme_volumes.*,
        scorecards.scorecard_id,
        years.period_id,
        years.period_label,
        years.period_start_date,
        years.period_end_date,
        {{ local_date('programme_volumes.received_at') }} as received_date
    from programme_volumes
    left join scorecards
        on programme_volumes.scorecard_id_text = scorecards.scorecard_id
    left join years
        on programme_volumes.year_end_date = years.period_end_date
),

keyed as (
    select
        *,
        {{ same_key_rows(['scorecard_id', 'period_id']) }} as same_key_rows
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
        {{ is_received_last(['scorecard_id', 'period_id']) }} as is_counted
    from judged
)

select * from final
