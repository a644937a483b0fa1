{#- What belongs in a pack, and what may be told in it: asked when a pack is made, and again when it is
    held against what is known now. -#}

{#- The day on which each pack's forum met before. -#}
{% macro last_meetings(packs, forum_dates) -%}
    select
        {{ packs }}.publication_id,
        max({{ forum_dates }}.meets_on_date) as last_met_on_date
    from {{ packs }}
    inner join {{ forum_dates }}
        on
            {{ packs }}.forum_id = {{ forum_dates }}.forum_id
            and {{ packs }}.published_on_date > {{ forum_dates }}.meets_on_date
    group by {{ packs }}.publication_id
{%- endmacro %}

{#- True where a step is about what a pack shows: a measure of its type, or one of its objectives. -#}
{% macro is_about_pack(pack, measures, objectives) -%}
    (
        {{ pack }}.measure_type is null
        or {{ pack }}.measure_type = {{ measures }}.measure_type
        or {{ objectives }}.objective_id is not null
    )
{%- endmacro %}

{#- True where no unapproved figure tells an event: only the end of a step is told by one. -#}
{% macro is_told(event, is_end_unapproved) -%}
    (
        not coalesce({{ is_end_unapproved }}, false)
        or {{ event }} not in ('closed', 'superseded')
    )
{%- endmacro %}
