{%- set cells = [
    'measure_id', 'period_end', 'section_id', 'position', 'text', 'author_post_id',
] -%}

with narratives as (
    select * from {{ source('returns', 'narratives') }}
),

cleaned as (
    select
        {% for cell in cells %}{{ clean_cell(cell) }} as {{ cell }}_text,
        {% endfor -%}
        _file_name as file_name,
        _file_sha256 as file_sha256,
        _sheet_name as sheet_name,
        cast(_row_number as integer) as row_number,
        {{ parse_iso_timestamp('_received_at') }} as received_at,
        _load_id as load_id
    from narratives
),

final as (
    select
        *,
        {{ first_formula(cells) }} as formula_column_name,
        {{ count_or_null('position_text') }} as position,
        {{ parse_date('period_end_text') }} as period_end_date
    from cleaned
)

select * from final
