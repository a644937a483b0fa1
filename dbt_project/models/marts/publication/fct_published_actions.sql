{%- set keys = [
    'scorecard_id', 'entry_type', 'measure_id', 'objective_id', 'reference',
    'description',
] -%}

with packs as (
    select
        publication_id,
        forum_id
    from {{ ref('stg_publications__packs') }}
),

forums as (
    select
        forum_id,
        scorecard_id
    from {{ ref('stg_reference__forums') }}
),

published as (
    select * from {{ ref('stg_publications__actions') }}
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
    from {{ ref('rpt_action_register') }}
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
    inner join packs
        on published.publication_id = packs.publication_id
    inner join forums
        on packs.forum_id = forums.forum_id
    left join register
        on
            forums.scorecard_id = register.scorecard_id
            and register.place = 1
            {% for key in keys[1:] -%}
            and not {{ differs('published.' ~ key, 'register.' ~ key) }}
            {% endfor %}
)

select * from final
