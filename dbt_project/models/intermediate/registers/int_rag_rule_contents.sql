with rag_rules as (
    select * from {{ ref('stg_reference__rag_rules') }}
),

rag_statuses as (
    select
        rag_status,
        lower(name) as colour,
        severity
    from {{ ref('stg_reference__rag_statuses') }}
),

tiers as (
    select
        tier,
        cast(tier_rank as {{ type_decimal() }}) as tier_rank
    from {{ ref('stg_reference__tiers') }}
),

-- Bounds as they are read aloud: shares in percent, tiers by name.
bounded as (
    select
        rag_rules.*,
        case
            when rag_rules.basis = 'tier' then lower_tiers.tier
            when rag_rules.basis in ('attainment', 'variance_pct')
                then {{ format_fraction('rag_rules.lower_bound') }}
            else {{ format_short('rag_rules.lower_bound') }}
        end as lower_text,
        case
            when rag_rules.basis = 'tier' then upper_tiers.tier
            when rag_rules.basis in ('attainment', 'variance_pct')
                then {{ format_fraction('rag_rules.upper_bound') }}
            else {{ format_short('rag_rules.upper_bound') }}
        end as upper_text
    from rag_rules
    left join tiers as lower_tiers
        on rag_rules.lower_bound = lower_tiers.tier_rank
    left join tiers as upper_tiers
        on rag_rules.upper_bound = upper_tiers.tier_rank
),

worded as (
    select
        bounded.rag_profile_id,
        bounded.version,
        bounded.lower_bound,
        rag_statuses.severity,
        rag_statuses.colour
        || coalesce(', ' || replace(bounded.applies_to, '_', ' '), '') as item,
        replace(replace(bounded.basis, '_pct', ''), '_', ' ') || ' ' || case
            when bounded.lower_bound is null and bounded.upper_bound is null then 'any'
            else {{ range_in_words('lower_text', 'upper_text') }}
        end as wording
    from bounded
    inner join rag_statuses
        on bounded.rag_status = rag_statuses.rag_status
),

-- A colour may have two ranges, one on either side.
final as (
    select
        'rag_profile' as rule_kind,
        rag_profile_id as rule_id,
        version,
        item,
        '' as aspect,
        min(severity) as place,
        {{ dbt.listagg('wording', "' or '", 'order by lower_bound, wording') }}
            as wording
    from worded
    group by rag_profile_id, version, item
)

select * from final
