{%- set keys = [
    'scorecard_id', 'entry_type', 'measure_id', 'objective_id', 'reference',
    'description',
] -%}

with published as (
    select * from {{ ref('int_published_actions') }}
),

-- The same text twice in one list: the first speaks for both.
register as (
    select
        {{ keys | join(', ') }},
        entry_status,
        is_overdue,
        row_number() over (
            partition by {{ keys | join(', ') }}
            order by position
        ) as place
    from {{ ref('fct_register_entries') }}
),

-- An action goes on after a meeting: that corrects nothing of what was said on the day.
final as (
    select
        published.publication_id,
        published.entry_number,
        published.entry_type,
        published.measure_id,
        published.objective_id,
        published.reference,
        published.description,
        published.post_id,
        published.forum_id,
        published.due_text,
        published.entry_status,
        register.entry_status as current_status,
        published.is_overdue,
        register.is_overdue as is_overdue_now,
        register.scorecard_id is not null as is_listed_now,
        published.due_on_date,
        published.done_on_date,
        published.load_id
    from published
    left join register
        on
            register.place = 1
            {% for key in keys -%}
            and not {{ differs('published.' ~ key, 'register.' ~ key) }}
            {% endfor %}
)

select * from final
