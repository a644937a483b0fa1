{%- set kinds = rule_sources() -%}

with contents as (
    {% for source in kinds %}
    {% set texts = source.get('texts', []) %}
    {% for column in texts + source.get('numbers', []) %}
    select
        '{{ source["kind"] }}' as rule_kind,
        {{ source['rule'] }} as rule_id,
        version,
        {{ source.get('item', "''") }} as item,
        '{{ said_of(column) }}' as aspect,
        100 * ({{ source['place'] }}) + {{ loop.index }} as place,
        {% if column in texts %}
        cast({{ column }} as varchar) as wording
        {% else %}
        case
            when {{ source.get('is_fraction', column.endswith('_pct')) }}
                then {{ format_fraction(column) }}
            else {{ format_short(column) }}
        end as wording
        {% endif %}
    from {{ ref('stg_reference__' ~ source['seed']) }}
    union all
    {% endfor %}
    {% endfor %}
    select * from {{ ref('int_rag_rule_contents') }}
    union all
    -- Without numbers or ranges of its own, a rule is what its description says.
    select
        versions.rule_kind,
        versions.rule_id,
        versions.version,
        '' as item,
        'criterion' as aspect,
        0 as place,
        coalesce(exception_rules.criterion, rag_profiles.description) as wording
    from {{ ref('stg_reference__rule_versions') }} as versions
    left join {{ ref('stg_reference__exception_rules') }} as exception_rules
        on
            versions.rule_id = exception_rules.exception_rule_id
            and versions.rule_kind = 'exception_rule'
    left join {{ ref('stg_reference__exception_parameters') }} as numbers
        on exception_rules.exception_rule_id = numbers.exception_rule_id
    left join {{ ref('stg_reference__rag_profiles') }} as rag_profiles
        on
            versions.rule_id = rag_profiles.rag_profile_id
            and versions.rule_kind = 'rag_profile'
    left join {{ ref('stg_reference__rag_rules') }} as rag_rules
        on rag_profiles.rag_profile_id = rag_rules.rag_profile_id
    where
        numbers.exception_rule_id is null
        and rag_rules.rag_profile_id is null
),

final as (
    select
        rule_kind,
        rule_id,
        version,
        item
        || case when item = '' or aspect = '' then '' else ', ' end
        || aspect as item,
        cast(place as integer) as place,
        wording
    from contents
    where wording is not null
)

select * from final
