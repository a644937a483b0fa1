{%- set texts = [
    'publication_id', 'entry_type', 'measure_id', 'objective_id', 'reference',
    'description', 'post_id', 'forum_id', 'due_text', 'entry_status',
] -%}

with actions as (
    select * from {{ source('publications', 'actions') }}
),

-- Written by a build of this project and by nobody else: no cell can be at fault.
final as (
    select
        {% for text in texts %}{{ text }},
        {% endfor -%}
        cast(entry_number as integer) as entry_number,
        cast(is_overdue as boolean) as is_overdue,
        {{ parse_date('due_on_date') }} as due_on_date,
        {{ parse_date('done_on_date') }} as done_on_date,
        _load_id as load_id
    from actions
)

select * from final
