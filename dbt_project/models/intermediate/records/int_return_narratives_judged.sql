{%- set cells = [
    'measure_id', 'period_end', 'section_id', 'position', 'text', 'author_post_id',
] -%}
{%- set faults = [
    ('narrative_formula', 'formula_column_name is not null',
        named_cell('formula_column_name', cells), 'null'),
    ('narrative_measure_unknown', 'measure_id is null', 'measure_id_text', 'null'),
    ('narrative_period_wrong', 'period_end_text is not null and period_id is null',
        'period_end_text', 'null'),
    ('narrative_section_unknown', 'section_id is null', 'section_id_text', 'null'),
    ('narrative_position_not_a_number', 'position is null', 'position_text', 'null'),
    ('narrative_text_missing', 'text_text is null', 'text_text', 'null'),
    ('narrative_post_unknown', 'author_post_id_text is not null and post_id is null',
        'author_post_id_text', 'null'),
    ('narrative_duplicate', 'same_position_rows is not null',
        'position_text', 'same_position_rows'),
] -%}

with narratives as (
    select * from {{ ref('stg_returns__narratives') }}
),

measures as (
    select
        measure_id,
        scorecard_id
    from {{ ref('stg_reference__measures') }}
),

sections as (
    select section_id from {{ ref('stg_reference__report_card_sections') }}
),

posts as (
    select post_id from {{ ref('stg_reference__posts') }}
),

measure_windows as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_end_date
    from {{ ref('int_measure_windows') }}
),

matched as (
    select
        narratives.*,
        measures.measure_id,
        sections.section_id,
        posts.post_id,
        measure_windows.period_id
    from narratives
    left join measures
        on narratives.measure_id_text = measures.measure_id
    left join sections
        on narratives.section_id_text = sections.section_id
    left join posts
        on narratives.author_post_id_text = posts.post_id
    left join measure_windows
        on
            measures.measure_id = measure_windows.measure_id
            and measures.scorecard_id = measure_windows.organisation_unit_id
            and narratives.period_end_date = measure_windows.period_end_date
),

same_positions as (
    select
        load_id,
        file_sha256,
        measure_id,
        coalesce(period_end_text, '') as period_end_text,
        section_id,
        position,
        {{ dbt.listagg(
            'cast(row_number as ' ~ dbt.type_string() ~ ')', "', '",
            'order by row_number'
        ) }} as same_position_rows
    from matched
    group by
        load_id, file_sha256, measure_id, coalesce(period_end_text, ''), section_id,
        position
    having count(*) > 1
),

joined as (
    select
        matched.*,
        same_positions.same_position_rows
    from matched
    left join same_positions
        on
            matched.load_id = same_positions.load_id
            and matched.file_sha256 = same_positions.file_sha256
            and matched.measure_id = same_positions.measure_id
            and coalesce(matched.period_end_text, '') = same_positions.period_end_text
            and matched.section_id = same_positions.section_id
            and matched.position = same_positions.position
),

final as (
    select
        *,
        {{ fault_columns(faults) }}
    from joined
)

select * from final
