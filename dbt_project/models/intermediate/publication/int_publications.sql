{%- set parts = ['exceptions', 'objectives', 'escalations', 'actions'] -%}

with packs as (
    select * from {{ ref('stg_publications__packs') }}
),

{% for part in parts %}
{{ part }} as (
    select
        publication_id,
        count(*) as row_count
    from {{ ref('stg_publications__' ~ part) }}
    group by publication_id
),

{% endfor %}
withheld as (
    {% for part in ['objectives', 'escalations'] %}
    select publication_id from {{ ref('stg_publications__' ~ part) }}
    where is_withheld
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

withheld_parts as (
    select
        publication_id,
        count(*) as withheld_part_count
    from withheld
    group by publication_id
),

restatements as (
    select
        publication_id,
        count(*) as restated_count,
        count(case when is_material then 1 end) as material_count
    from {{ ref('int_restatements') }}
    group by publication_id
),

part_restatements as (
    select
        publication_id,
        count(*) as restated_part_count
    from {{ ref('int_part_restatements') }}
    group by publication_id
),

final as (
    select
        packs.publication_id,
        packs.forum_id,
        packs.release_id,
        packs.audience_level,
        packs.content_hash,
        packs.row_count,
        packs.withheld_count,
        {% for part in parts -%}
        cast(coalesce({{ part }}.row_count, 0) as integer) as {{ part[:-1] }}_count,
        {% endfor -%}
        cast(coalesce(withheld_parts.withheld_part_count, 0) as integer)
            as withheld_part_count,
        cast(coalesce(restatements.restated_count, 0) as integer) as restated_count,
        cast(coalesce(restatements.material_count, 0) as integer) as material_count,
        cast(coalesce(part_restatements.restated_part_count, 0) as integer)
            as restated_part_count,
        packs.published_on_date,
        packs.as_of_date,
        packs.known_before_at,
        packs.load_id
    from packs
    {% for part in parts + ['withheld_parts', 'restatements', 'part_restatements'] -%}
    left join {{ part }}
        on packs.publication_id = {{ part }}.publication_id
    {% endfor %}
)

select * from final
