with recorded as (
    select
        *,
        lag(version) over (
            partition by rule_kind, rule_id order by version
        ) as old_version
    from {{ ref('stg_reference__rule_versions') }}
),

in_force as (
    select
        rule_kind,
        rule_id,
        version,
        valid_to_date
    from {{ ref('int_rule_versions') }}
),

contents as (
    select * from {{ ref('int_rule_contents') }}
),

texts as (
    select
        rule_kind,
        rule_id,
        version,
        {{ dbt.listagg(
            "item || ': ' || wording", "'; '", 'order by place, item'
        ) }} as wording
    from contents
    group by rule_kind, rule_id, version
),

-- Item by item: what stands in one of the two versions, and what in the other.
compared as (
    select
        recorded.rule_kind,
        recorded.rule_id,
        recorded.version,
        contents.item,
        min(contents.place) as place,
        min(case when contents.version = recorded.old_version then contents.wording end)
            as old_wording,
        min(case when contents.version = recorded.version then contents.wording end)
            as new_wording
    from recorded
    inner join contents
        on
            recorded.rule_kind = contents.rule_kind
            and recorded.rule_id = contents.rule_id
            and contents.version in (recorded.version, recorded.old_version)
    where recorded.old_version is not null
    group by recorded.rule_kind, recorded.rule_id, recorded.version, contents.item
),

differences as (
    select
        rule_kind,
        rule_id,
        version,
        {{ dbt.listagg(
            "item || ': ' || coalesce(old_wording, 'not there') || ' → '"
            ~ " || coalesce(new_wording, 'not there')",
            "'; '", 'order by place, item'
        ) }} as difference
    from compared
    where {{ differs('old_wording', 'new_wording') }}
    group by rule_kind, rule_id, version
),

final as (
    select
        recorded.*,
        case when recorded.old_version is null then 'set' else 'changed' end
            as change_type,
        old_texts.wording as old_text,
        new_texts.wording as new_text,
        differences.difference,
        in_force.version is null as is_never_in_force,
        in_force.valid_to_date
    from recorded
    left join in_force using (rule_kind, rule_id, version)
    left join texts as new_texts using (rule_kind, rule_id, version)
    left join texts as old_texts
        on
            recorded.rule_kind = old_texts.rule_kind
            and recorded.rule_id = old_texts.rule_id
            and recorded.old_version = old_texts.version
    left join differences
        on
            recorded.rule_kind = differences.rule_kind
            and recorded.rule_id = differences.rule_id
            and recorded.version = differences.version
)

select * from final
